import { Columns3, Gauge, type LucideIcon, Wallet, ZapOff } from 'lucide-react'
import type { ControllerType } from './words.ts'

const ICONS: Readonly<Record<ControllerType, LucideIcon>> = {
  breaker: ZapOff,
  bulkhead: Columns3,
  rate: Gauge,
  budget: Wallet,
}

export function ControllerIcon({
  type,
  size = 13,
}: {
  readonly type: ControllerType
  readonly size?: number
}) {
  const Icon = ICONS[type]
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />
}
