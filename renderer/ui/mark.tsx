/** The mark: five seats on a ring, three given, one decision in the middle. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  const seat = { strokeWidth: 3, fill: 'none' } as const
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <path d="M13.45 2.86A9.25 9.25 0 0 1 20.24 7.80" stroke="var(--accent)" {...seat} />
      <path d="M21.14 10.55A9.25 9.25 0 0 1 18.54 18.54" stroke="var(--accent)" {...seat} />
      <path d="M16.20 20.24A9.25 9.25 0 0 1 7.80 20.24" stroke="var(--line-control)" {...seat} />
      <path d="M5.46 18.54A9.25 9.25 0 0 1 2.86 10.55" stroke="var(--line-control)" {...seat} />
      <path d="M3.76 7.80A9.25 9.25 0 0 1 10.55 2.86" stroke="var(--accent)" {...seat} />
      <circle cx="12" cy="12" r="4.6" fill="none" stroke="var(--text)" strokeWidth="1.25" />
      <circle cx="12" cy="12" r="2" fill="var(--text)" />
    </svg>
  )
}
