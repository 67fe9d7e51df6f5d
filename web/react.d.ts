// The public types of spa-session/react, for React 18 and 19.

import type { ComponentType, ReactElement, ReactNode } from 'react'
import type { LoginWithRedirectOptions, SessionClient, SessionClientOptions, SessionError, Snapshot } from './spa-session.js'

/** Either the options to make the client with, or a client. */
export type SessionProviderProps = { children?: ReactNode } & (
  | {
      /** Those of createSessionClient. They are read once, when the provider is mounted. */
      options: SessionClientOptions
      client?: undefined
    }
  | {
      /** A client that the app has made itself, or the promise of it. */
      client: SessionClient | PromiseLike<SessionClient>
      options?: undefined
    }
)

/**
 * Gives the session to all components below. On a server, and until the client is there, the session is `loading`.
 * The client is not closed when the provider goes: the session outlives what shows it.
 */
export function SessionProvider(props: SessionProviderProps): ReactElement

/** The snapshot as it is now, and the client. The same object until something changes. */
export interface Session extends Snapshot {
  /** `undefined` until it is there; see `error` if it cannot be made. */
  readonly client: SessionClient | undefined
  /** Somebody is signed in: in `warning` and in `idle` as well. */
  readonly isAuthenticated: boolean
  /** It is not known yet whether anybody is. */
  readonly isLoading: boolean
}

/**
 * The session of the provider above. The component renders again when it changes.
 * @throws {Error} there is no provider above
 */
export function useSession(): Session

/** What the component in place of the protected one is given. */
export interface LoginRequiredProps {
  readonly session: Session
  /** Why the login could not be begun, or the client not be made. */
  readonly error: SessionError | undefined
  /** Leaves for the login: for a button. It never rejects: see `error`. */
  readonly logIn: () => Promise<void>
}

export interface LoginRequiredOptions {
  /**
   * Shown while nobody is known to be signed in. It should offer `logIn` where `session.status` is `signedOut`: whoever has
   * just logged out, or comes Back from the login, is not sent there again unasked. Default: nothing is shown.
   */
  fallback?: ComponentType<LoginRequiredProps>
  /** Of the login. Its `appState` is `{ returnTo }` by default: path, query and fragment of the page. */
  loginOptions?: LoginWithRedirectOptions | (() => LoginWithRedirectOptions)
}

/**
 * The component for users who are signed in; a visitor is sent to log in. It stays mounted while the session is in `warning`,
 * `idle` or `ended`: what is not saved stays there. Make it outside of other components.
 */
export function withLoginRequired<Props extends object>(
  Component: ComponentType<Props>,
  options?: LoginRequiredOptions,
): ComponentType<Props>
