/** How wide the window is: from 1600 px on the list stands left of the case. */
import { useSyncExternalStore } from 'react';

const wide = window.matchMedia('(min-width: 1600px)');
const subscribe = (listener: () => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};
export const useIsWide = () => useSyncExternalStore(subscribe, () => wide.matches);
