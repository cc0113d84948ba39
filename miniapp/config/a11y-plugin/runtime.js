/** The plugin's part that runs in the mini-program: tells Taro's renderer that these attributes are properties. */
import { mergeInternalComponents } from '@tarojs/shared';
import components from './components';

mergeInternalComponents(components);
