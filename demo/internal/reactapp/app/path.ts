// A router as small as can be.
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

export function navigate(path: string) {
  history.replaceState(null, '', path)
  for (const listener of listeners) listener()
}

export function usePath(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => location.pathname,
    () => '/',
  )
}
