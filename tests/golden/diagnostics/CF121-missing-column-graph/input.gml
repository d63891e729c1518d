graph [
  directed 1
  node [ id 1 label "lab" ]
  node [ id 2 label "cloud" ]
  edge [ source 1 target 2 value 10 ]
]
