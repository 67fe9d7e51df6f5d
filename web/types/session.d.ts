// Who is signed in, and how the session stands.

import type { SessionError } from './errors.js'
import type { createSessionClient } from '../spa-session.js'

/** The ID token's claims about the user (OpenID Connect Core 5.1), without those of the protocol. */
export interface User {
  sub?: string
  name?: string
  given_name?: string
  family_name?: string
  nickname?: string
  preferred_username?: string
  picture?: string
  email?: string
  email_verified?: boolean
  locale?: string
  [claim: string]: unknown
}

/** All claims of the ID token. Its signature and every claim of the protocol were checked (OpenID Connect Core 3.1.3.7). */
export interface IdToken extends User {
  iss: string
  sub: string
  aud: string | string[]
  /** Seconds since 1970, as all times in a token. */
  exp: number
  iat: number
  nonce?: string
  auth_time?: number
  sid?: string
  azp?: string
  /** The token itself. */
  __raw: string
}

/** What an app renders from. */
export interface Snapshot {
  /**
   * `loading`: not known yet. `active`: signed in. `warning`: the deadline is near, the dialog is open. `idle`: it has
   * passed here, though the server may know better. `ended`: the server has said so. `signedOut`: nobody is signed in.
   */
  readonly status: Status
  /** The same object as long as its claims are the same. */
  readonly user: User | undefined
  /** Why nobody is signed in, or why the session ended. */
  readonly reason: Reason | undefined
  /** When the server drops the session if nothing extends it. */
  readonly idleDeadline: number | undefined
  /** When a new login is due whatever is done. */
  readonly absoluteDeadline: number | undefined
  /** When the warning comes, or came. */
  readonly warningAt: number | undefined
  /** In `warning`: `idle` if Continue helps, `absolute` if only a login does. */
  readonly warningKind: WarningKind | undefined
  /** Continue was asked for and the answer is not in. */
  readonly pending: boolean
  /** The last attempt failed because there is no network. */
  readonly offline: boolean
  /** Why the last attempt failed. */
  readonly error: SessionError | undefined
}

export type Status = 'loading' | 'signedOut' | 'active' | 'warning' | 'idle' | 'ended'

export type WarningKind = 'idle' | 'absolute'

export type Reason = 'login_required' | 'logout' | 'logout_elsewhere' | 'userChanged' | 'absolute' | 'invalid_grant'

/** What each event brings. They come after the snapshot has changed, and after the code that changed it has run. */
export interface SessionEvents {
  /** The snapshot is another. */
  change: Snapshot
  /** The deadline is near. */
  warning: Snapshot
  /** A deadline has moved on. */
  extended: Snapshot
  /** The deadline has passed here. */
  idle: Snapshot
  /** The server has said that the session is over. */
  ended: Snapshot
  signedIn: Snapshot
  signedOut: Snapshot
  /** Another user has signed in at the server: what the page shows is not theirs. */
  userChanged: Snapshot
  /** The server's session lived shorter than `idleTimeout` says; so many seconds. */
  lifetimeMismatch: { readonly observedIdle: number }
  offline: Snapshot
  online: Snapshot
  /** An attempt has failed. */
  error: SessionError
  /** The module is gone: reload the page, or call {@link createSessionClient} again. */
  crash: SessionError
}
