/** 话术与快捷操作: what one presses or says again and again, one's own and the unit's. */
import { Segmented } from 'antd';
import { oneOf, pageSize, whole, word } from '../../lib/address.js';
import { useAddress } from '../../lib/use-address.js';
import { Macros } from './macros.js';
import { Templates } from './templates.js';
import './phrases.css';

const address = { tab: oneOf(['macros', 'templates'] as const), q: word, page: whole, size: pageSize };

export default function Phrases() {
  const [{ tab = 'macros', ...filter }, change] = useAddress(address);
  const List = tab === 'macros' ? Macros : Templates;
  return (
    <div className="page page-fill">
      <div className="page-title">
        <h1>话术与快捷操作</h1>
        <Segmented
          value={tab}
          options={[
            { value: 'macros', label: '快捷操作' },
            { value: 'templates', label: '话术' },
          ]}
          onChange={(next) => change({ tab: next as 'macros' | 'templates', q: undefined })}
        />
      </div>
      <List key={tab} filter={filter} onChange={change} />
    </div>
  );
}
