import { expect, type Locator, type Page } from '@playwright/test'

/** The workbench as a person uses it: by what is written on it, with the mouse. */
export class Workbench {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async openExample(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open the example' }).click()
    await expect(this.card('deploy')).toBeVisible()
  }

  /** Opens a drawing by the dialog for files. */
  async openFile(folder: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: /Open a file/ }).click()
    const dialog = this.page.getByRole('dialog')
    const field = dialog.getByLabel('Folder', { exact: true })
    // Where the dialog begins comes from the host; it must not come after what is typed.
    await expect(field).toHaveValue(/./)
    await field.fill(folder)
    await this.page.keyboard.press('Enter')
    await dialog.getByText(name).first().dblclick()
    await expect(dialog).toBeHidden()
  }

  async openBlank(): Promise<void> {
    await this.page.getByRole('button', { name: /Blank canvas/ }).click()
    await expect(this.page.locator('.react-flow__pane')).toBeVisible()
  }

  /** The one thing that the mode is there for, at the right of the top bar. */
  action(): Locator {
    return this.page.locator('.top-right .button-primary')
  }

  card(id: string): Locator {
    return this.page.locator(`[data-node="${id}"]`)
  }

  /** Every card of a kind, in the order in which they were drawn. */
  cards(kind: string): Locator {
    return this.page.getByRole('group', { name: new RegExp(`, ${kind},`, 'i') })
  }

  /** Drags a kind from the palette to a place on the canvas. */
  async drop(kind: string, x: number, y: number): Promise<void> {
    const pane = this.page.locator('.react-flow__pane')
    await this.page.locator(`[data-kind="${kind}"]`).dragTo(pane, { targetPosition: { x, y } })
  }

  /** Drags a breaker, bulkhead, rate limit or budget from the palette onto a card, or to a place. */
  async dropLimit(
    type: string,
    target: Locator,
    place?: { readonly x: number; readonly y: number },
  ): Promise<void> {
    const options = place === undefined ? {} : { targetPosition: place }
    await this.page.locator(`[data-controller="${type}"]`).dragTo(target, options)
  }

  async dragBy(what: Locator, x: number, y: number): Promise<void> {
    const start = await centre(what)
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move(start.x + x, start.y + y, { steps: 8 })
    await this.page.mouse.up()
  }

  /** Draws an edge from port to port. */
  async wire(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await centre(from), await centre(to)]
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 8 })
    await this.page.mouse.move(end.x, end.y, { steps: 8 })
    await this.page.mouse.up()
  }

  port(node: string, port: string, side: 'in' | 'out'): Locator {
    return this.page.locator(`.port-${side}[data-nodeid="${node}"][data-handleid="${port}"]`)
  }

  /** Presses Run, and Run again in the form of the input. */
  async run(options: { readonly paused?: boolean } = {}): Promise<void> {
    await this.startButton().click()
    const dialog = this.page.getByRole('dialog')
    if (options.paused === true) await dialog.getByRole('switch', { name: /Start paused/ }).click()
    await dialog.getByRole('button', { name: /^Run/ }).click()
    await expect(dialog).toBeHidden()
  }

  /** The one primary button of the top bar; the switch of modes has a Run too. */
  startButton(): Locator {
    return this.page.locator('header').getByRole('button', { name: 'Run', exact: true }).last()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  /** "34 / 61": the shown moment and the last. */
  async position(): Promise<{ readonly at: number; readonly last: number }> {
    const text = await this.page
      .getByText(/^\d+ \/ \d+/)
      .first()
      .innerText()
    const [at, last] = text.match(/\d+/g) ?? []
    return { at: Number(at), last: Number(last) }
  }
}

async function centre(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('it is not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
