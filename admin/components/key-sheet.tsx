/** The sheet of keys, behind `?`. */
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { keyHelp, useKeys } from '../lib/keys.js';

export function KeySheet() {
  const [open, setOpen] = useState(false);
  useKeys({ '?': () => setOpen(true) });
  return (
    <>
      <Button type="text" onClick={() => setOpen(true)} aria-label="键盘快捷键">
        快捷键 <kbd>?</kbd>
      </Button>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} title="键盘快捷键" width={840}>
        <dl className="keys">
          {keyHelp.map(({ key, does }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}
