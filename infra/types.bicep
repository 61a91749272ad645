// The shapes that modules hand to each other.

@export()
@description('Names and values on every resource; azd finds its own by them.')
type Tags = { *: string }

@export()
@description('The private zone of each kind of endpoint, by its id.')
type ZoneIds = {
  blob: string
  queue: string
  table: string
  vault: string
  sites: string
}

@export()
@description('Instances that are kept warm for a group of functions: http, durable, blob, or function:NAME.')
type AlwaysReady = {
  name: string

  @minValue(1)
  instanceCount: int
}
