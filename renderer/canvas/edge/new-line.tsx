import type { ConnectionLineComponentProps } from '@xyflow/react'

/** The line under the pointer while an edge is drawn. */
export function NewLine({ fromX, fromY, toX, toY, connectionStatus }: ConnectionLineComponentProps) {
  const reach = Math.max(24, Math.abs(toX - fromX) / 2)
  const valid = connectionStatus === 'valid'
  return (
    <g>
      <path
        className={valid ? 'new-line new-line-valid' : 'new-line'}
        d={`M${fromX},${fromY}C${fromX + reach},${fromY} ${toX - reach},${toY} ${toX},${toY}`}
      />
      <circle className="new-line-end" cx={toX} cy={toY} r="4" />
    </g>
  )
}
