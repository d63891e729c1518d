graph [
  directed 1
  node [ id 1 label "lab" ]
  node [ id 1 label "cloud" ]
]
