set S; table t IN "CSV" "in.csv" : S <- [a]; var x >= 0; minimize o: x; solve;
printf "a" > "out.txt"; printf {i in 1..2} "%d", i >> "out.txt"; display x;
table u {i in 1..2} OUT "CSV" "out.csv" : i ~ a, i + 1 ~ b; end;
