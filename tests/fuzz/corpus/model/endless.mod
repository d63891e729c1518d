param p {i in 1..2} := p[i] + 1; var x >= p[1]; minimize o: x; end;
