interface DepthBarsProps {
  /** Distinct states by their distance from the start. */
  readonly levels: readonly number[]
  /** Depths at which something was broken. */
  readonly marks: readonly number[]
}

const WIDTH = 264
const HEIGHT = 56
const MOST_BARS = 66

/** How many states there are at each distance from the start; where something breaks stands out. */
export function DepthBars({ levels, marks }: DepthBarsProps) {
  if (levels.length < 2) return null
  const each = Math.ceil(levels.length / MOST_BARS)
  const bars: number[] = []
  for (let at = 0; at < levels.length; at += each)
    bars.push(levels.slice(at, at + each).reduce((sum, value) => sum + value, 0))
  const most = Math.max(...bars)
  const step = WIDTH / bars.length
  const broken = new Set(marks.map((depth) => Math.floor(depth / each)))
  return (
    <figure className="depth-bars">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label="States by depth">
        {bars.map((value, index) => {
          const height = Math.max(1, (value / most) * HEIGHT)
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its depth
              key={index}
              className={broken.has(index) ? 'depth-broken' : 'depth-bar'}
              x={index * step}
              y={HEIGHT - height}
              width={Math.max(1, step - 1)}
              height={height}
            />
          )
        })}
      </svg>
      <figcaption>
        <span>states by depth</span>
        <span>{levels.length - 1}</span>
      </figcaption>
    </figure>
  )
}
