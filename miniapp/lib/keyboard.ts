/** WeChat's phones have no keyboard to press buttons with. */
export function watchKeyboard(): void {}
