import type { Distribution } from '../../shared/rehearse/statistics.ts'

interface DistributionChartProps {
  readonly value: Distribution
  readonly label: string
  text(value: number): string
}

const WIDTH = 304
const HEIGHT = 48

/** How often each figure came, with the middle and the two ends that matter. */
export function DistributionChart({ value, label, text }: DistributionChartProps) {
  const { histogram } = value
  const most = Math.max(1, ...histogram.map(({ count }) => count))
  const step = WIDTH / histogram.length
  const middle = histogram.findLastIndex(({ from }) => from <= value.p50)
  return (
    <figure className="distribution">
      {histogram.length < 2 ? null : (
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${label}: how often each came`}>
          {histogram.map(({ from, to, count }, index) => (
            <rect
              key={from}
              className={index === middle ? 'distribution-middle' : 'depth-bar'}
              x={index * step}
              y={HEIGHT - (count / most) * HEIGHT}
              width={Math.max(1, step - 1)}
              height={(count / most) * HEIGHT}
            >
              <title>{`${text(from)} to ${text(to)}: ${count}`}</title>
            </rect>
          ))}
        </svg>
      )}
      <dl className="distribution-figures">
        {(
          [
            ['half within', value.p50],
            ['9 in 10', value.p90],
            ['99 in 100', value.p99],
            ['most', value.max],
          ] as const
        ).map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text(figure)}</dd>
          </div>
        ))}
      </dl>
    </figure>
  )
}
