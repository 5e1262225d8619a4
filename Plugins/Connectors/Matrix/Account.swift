/// The account that answers, and what is remembered for it until the process ends.
struct Account: Sendable {
  let name: OwnName
  let rooms: RoomDirectory
  let names: DisplayNames
  let reader: RoomReader

  var user: String { name.user }
}
