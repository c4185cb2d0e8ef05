import './start-screen.css'
export function StartScreen() {
  return <main className="start" />
}
