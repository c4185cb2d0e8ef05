import { expect, it } from 'vitest'
import { kinds } from '../../shared/nodes/index.ts'
import { hasIcon } from './kind-icon.tsx'

it.each([...kinds.values()].filter((kind) => kind.internal !== true))('$kind has its icon', ({ look }) => {
  expect(hasIcon(look.icon), `add ${look.icon} to renderer/ui/kind-icon.tsx`).toBe(true)
})
