/** On the web page our buttons are pressed by Enter and the space bar like any other. */
export function watchKeyboard(): void {
  document.addEventListener('keydown', (e) => {
    const pressed = e.target as HTMLElement;
    if (
      (e.key !== 'Enter' && e.key !== ' ') ||
      !/^(button|checkbox|radio|tab)$/.test(pressed.getAttribute('role') ?? '')
    )
      return;
    e.preventDefault();
    pressed.click();
  });
}
