param s symbolic := "a; printf > ""f"""; # printf > "g";
/* printf "x" > "h"; table t OUT "CSV" "i": a ~ b; */ param data_; var x >= 0, <= 1;
minimize o: x; solve; printf '%s > ''q''\n', s; for {i in 1..2: 2 > i} printf "%d\n", i;
printf "%d\n", if 2 > 1 then 3 else 4; printf "%d\n", (2 >= 1); end;
