export function ApprovalsPanel() {
  return null
}
