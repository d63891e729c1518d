set A := 1..1000000; param b {i in A} := i; param c := sum {i in A, j in 1..100} i * j; var x >= c; minimize o: x; end;
