import { useState } from 'react'
import type { SessionClientOptions } from 'spa-session'
import { SessionProvider, useSession, withLoginRequired, type LoginRequiredProps } from 'spa-session/react'
import { usePath } from './path.js'

export function App({ options }: { options: SessionClientOptions }) {
  return (
    <SessionProvider options={options}>
      <Header />
      <Pages />
    </SessionProvider>
  )
}

function Header() {
  const { status, user, error, isAuthenticated, isLoading, client } = useSession()
  return (
    <header>
      <output id="status">{[status, isAuthenticated && 'authenticated', isLoading && 'loading', error?.code].filter(Boolean).join(' ')}</output>
      <output id="user">{user?.name}</output>
      {isAuthenticated && <button onClick={() => client?.logout({ openUrl: false })}>Log out here</button>}
    </header>
  )
}

function Pages() {
  const path = usePath()
  if (path !== '/orders') return <h1>Shop</h1>
  return (
    <main>
      <Orders heading="Orders" />
      <Note />
    </main>
  )
}

function OrdersPage({ heading }: { heading: string }) {
  const [note, setNote] = useState('')
  return (
    <section>
      <h1>{heading}</h1>
      <textarea value={note} onChange={(event) => setNote(event.target.value)} />
    </section>
  )
}

function Closed({ session, error, logIn }: LoginRequiredProps) {
  if (session.isLoading) return <p id="closed">Loading</p>
  return (
    <p id="closed">
      {error ? `Failed: ${error.code}` : 'Closed'} <button onClick={logIn}>Log in</button>
    </p>
  )
}

const Orders = withLoginRequired(OrdersPage, { fallback: Closed })
// A second protected part of the same page, without a word of its own.
const Note = withLoginRequired(() => <p id="note">Signed in</p>, { loginOptions: () => ({ appState: { returnTo: '/orders' } }) })
