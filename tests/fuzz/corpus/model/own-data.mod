set S; param p {S}; param q {i in S, j in S} default 0; param t symbolic;
var x {S} >= 0; minimize o: sum {i in S} p[i] * x[i]; c {i in S}: x[i] >= q[i, i];
solve; display x;
data;
set S := a b 'c d'; param p := a 1 b 2 'c d' 3.5e0; param t := "text";
param q : a b 'c d' := a 1 . 2 b . 3 . 'c d' 0 0 1;
end;
