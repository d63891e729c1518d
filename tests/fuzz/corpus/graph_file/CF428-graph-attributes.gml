graph [
  directed 1
  node [ id 1 label "lab" x 1.5 y 2 ]
  node [ id 2 label "cloud" x 0 y 0 ]
  edge [ source 1 target 2 value 10 class "trade" colour "red" ]
]
