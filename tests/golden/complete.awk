# SPDX-License-Identifier: GPL-3.0-or-later
# A scenario in which each of n entities pays every other: awk -v n=14 -f complete.awk
BEGIN {
    printf "{\"schema\":\"circfin.scenario/1\",\"name\":\"K\",\"currency\":\"USD\",\"entities\":["
    for (i = 0; i < n; i++)
        printf "%s{\"id\":\"e%02d\"}", i ? "," : "", i
    printf "],\"deals\":["
    for (i = 0; i < n; i++)
        for (j = 0; j < n; j++)
            if (i != j)
                printf "%s{\"id\":\"%d-%d\",\"relation\":\"%s\",\"payer\":\"e%02d\",\"payee\":\"e%02d\",\"amount\":%d}",
                    k++ ? "," : "", i, j, (i + j) % 3 ? "customer" : "investor", i, j, 1 + (i * 7 + j * 13) % 29
    print "]}"
}
