/** The attributes for screen readers that WeChat's components take and Taro's templates leave out. */
const aria = { 'aria-label': '', 'aria-role': '', 'aria-checked': '', 'aria-disabled': '', 'aria-hidden': '' };

const names = ['View', 'Text', 'Button', 'Image', 'Input', 'Textarea', 'Switch', 'Picker', 'Map'];

module.exports = Object.fromEntries(names.map((name) => [name, aria]));
