export function ApprovalsBell() {
  return null
}
