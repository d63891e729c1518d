graph [
  directed 1
  multigraph 1
  name "net"
  currency "USD"
  unit "bn"
  node [
    id 0
    label "fund"
    x 1.0
  ]
  node [
    id 1
    label "lab"
    revenue 3
  ]
  node [
    id 2
    label "cloud"
  ]
  edge [
    source 0
    target 1
    key 0
    amount 10
    class "capital"
  ]
  edge [
    source 1
    target 2
    key 0
    amount 9
    class "trade"
  ]
  edge [
    source 1
    target 2
    key 1
    amount 2
    class "trade"
    color "red"
  ]
  edge [
    source 1
    target 0
    key 0
    amount 0.30000000000000004
    class "service"
  ]
  edge [
    source 2
    target 1
    key 0
    amount 5.5
    class "capital"
  ]
]
