graph [
  directed 1
  node [ id 1 label "lab &auml;" ]
  node [ id 2 label "cloud" graphics [ x 1 y 2 ] ]
  edge [ source 1 target 2 value 10 class "trade" tags [ a 1 b 2 ] ]
]
