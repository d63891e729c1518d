Creator "circfin 0.1.0"
Version 1
graph
[
  directed 1
  name "Two tied deals, one purchase"
  currency "USD"
  unit "bn"
  view "USD bn, base case, announced, signed, completed"
  multigraph 1
  node
  [
    id 0
    entityId "s"
    name "S"
    in 63
    out 60
    fundsAssumed 0
    fundingGap 0
    retained 3
    supplier 1
    invested 60
    loopbackMin 30
    loopbackProRata 36
    loopbackMax 48
    label "S"
  ]
  node
  [
    id 1
    entityId "v"
    name "V"
    in 0
    out 30
    fundsAssumed 30
    fundingGap 0
    retained 0
    supplier 0
    label "V"
  ]
  node
  [
    id 2
    entityId "b"
    name "B"
    in 90
    out 135
    fundsAssumed 45
    fundingGap 0
    retained 0
    supplier 0
    label "B"
  ]
  node
  [
    id 3
    entityId "x"
    name "X"
    in 90
    out 18
    fundsAssumed 0
    fundingGap 0
    retained 72
    supplier 0
    label "X"
  ]
  edge
  [
    source 0
    target 2
    id "s-b"
    class "capital"
    amount 60
    looping 36
    loopingSupplier "s"
    status "signed"
    relation "investor"
    instrument "equity"
    basis "reported"
    earmark "b-s"
  ]
  edge
  [
    source 1
    target 2
    id "v-b"
    class "capital"
    amount 30
    looping 0
    status "signed"
    relation "investor"
    instrument "debt"
    basis "reported"
    earmark "b-s"
  ]
  edge
  [
    source 2
    target 0
    id "b-s"
    class "trade"
    amount 45
    looping 30
    loopingSupplier "s"
    status "signed"
    relation "supplier"
    instrument "chips"
    basis "reported"
  ]
  edge
  [
    source 2
    target 3
    id "b-x"
    class "trade"
    amount 90
    looping 6
    loopingSupplier "s"
    status "signed"
    relation "customer"
    instrument "cloud"
    basis "reported"
  ]
  edge
  [
    source 3
    target 0
    id "x-s"
    class "trade"
    amount 18
    looping 6
    loopingSupplier "s"
    status "signed"
    relation "supplier"
    instrument "chips"
    basis "reported"
  ]
]
