import { useEffect } from 'react'
import { create } from 'zustand'
import type { Result } from '../../shared/api/contract.ts'
import { getHost, useConnection } from '../connection/host.ts'
import { tellProblem } from './notices.ts'

type HostInfo = Result<'host.info'>

const useInfo = create<{ readonly info: HostInfo | null }>()(() => ({ info: null }))

/** What the host says of itself; asked once, and again when the connection comes back. */
export function useHostInfo(): HostInfo | null {
  const open = useConnection((state) => state.state === 'open')
  useEffect(() => {
    if (!open || useInfo.getState().info !== null) return
    getHost()
      .call('host.info', {})
      .then(
        (info) => {
          useInfo.setState({ info })
          if (info.damage !== undefined) tellProblem(info.damage)
        },
        () => {
          // The status bar already says how the connection stands.
        },
      )
  }, [open])
  return useInfo((state) => state.info)
}
