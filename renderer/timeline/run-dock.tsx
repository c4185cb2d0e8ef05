export function RunDock() {
  return null
}
