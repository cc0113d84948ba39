/** Starts the console in the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'antd/dist/reset.css';
import './console.css';
import './lib/tokens.js';
import { Console } from './app.js';
import { watchAttendance } from './lib/attendance.js';

watchAttendance();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
