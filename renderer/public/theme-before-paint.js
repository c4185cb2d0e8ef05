// Sets the theme before the first paint, so that nothing flashes. The page's policy allows no inline script.
;(() => {
  let choice = null
  try {
    choice = localStorage.getItem('synod.theme')
  } catch {
    // A page without storage follows the system.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
