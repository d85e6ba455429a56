'use strict';

const LIFETIME_SECONDS = 300;
const SHOWN_CALLS = 15;
const REFRESH_MILLIS = 2000;
const CANCELLED = -2;
const TOKEN_ENDPOINT = 'http://localhost:9000/oauth2/token';

const LABELS = {
  login: { path: 'simulator/login-codes', title: 'wx.login', chinese: '登录码' },
  phone: { path: 'simulator/phone-codes', title: 'getPhoneNumber', chinese: '手机号授权码' },
};

const codes = { login: null, phone: null };

const byId = (id) => document.getElementById(id);

function element(name, text, language) {
  const made = document.createElement(name);
  made.textContent = text;
  if (language) {
    made.lang = language;
  }
  return made;
}

async function call(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.detail);
  }
  return answer;
}

function showProblem(text, id) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}

async function obtain(kind) {
  const owner = { appid: byId('appid').value, user: byId('user').value.trim() };
  const { code } = await call(LABELS[kind].path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(owner),
  });
  codes[kind] = { ...owner, code, until: Date.now() + LIFETIME_SECONDS * 1000 };
  showCode(kind);
  showCurl();
  await loadPeople();
}

async function pay(cancels) {
  const request = {
    appid: byId('appid').value,
    user: byId('user').value.trim(),
    signData: byId('sign-data').value,
    mode: byId('mode').value,
    paySig: byId('pay-sig').value.trim(),
    signature: byId('signature').value.trim(),
    errCode: cancels ? CANCELLED : null,
  };
  byId('pay-result').textContent = '';
  const { errCode, errMsg } = await call('simulator/payments', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  byId('pay-result').textContent = `${errCode} ${errMsg}`;
  byId('pay-result').classList.toggle('refused', errCode !== 0);
}

function showCode(kind) {
  const { title, chinese } = LABELS[kind];
  const { code, user } = codes[kind];
  const content = byId('code-template').content.cloneNode(true);
  content.querySelector('h3').append(`${title} · ${user} `, element('span', chinese, 'zh'));
  content.querySelector('code').textContent = code;
  content.querySelector('code').id = `${kind}-code`;
  content.querySelector('.copy').dataset.copies = `${kind}-code`;
  content.querySelector('progress').setAttribute('aria-label', 'Time left 剩余时间');
  byId(`${kind}-result`).replaceChildren(content);
  byId(`${kind}-result`).hidden = false;
  byId('no-code').hidden = true;
  countDown();
}

function showCurl() {
  const { login, phone } = codes;
  if (!login) {
    return;
  }
  const lines = [
    `curl ${TOKEN_ENDPOINT}`,
    '-d grant_type=wechat_code',
    `-d client_id=${login.appid}`,
    `-d code=${login.code}`,
  ];
  if (phone && phone.appid === login.appid && phone.user === login.user) {
    lines.push(`-d phone_code=${phone.code}`);
  }
  byId('curl').textContent = lines.join(' \\\n  ');
  byId('curl-result').hidden = false;
}

function countDown() {
  for (const kind of Object.keys(codes).filter((each) => codes[each])) {
    const seconds = Math.max(0, Math.ceil((codes[kind].until - Date.now()) / 1000));
    const result = byId(`${kind}-result`);
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    result.querySelector('progress').value = seconds;
    result.querySelector('.left').textContent = seconds ? clock : 'expired 已过期';
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(byId(button.dataset.copies).textContent);
  const label = [...button.childNodes];
  button.replaceChildren('Copied ', element('span', '已复制', 'zh'));
  setTimeout(() => button.replaceChildren(...label), 1500);
}

function outcomeOf({ errcode, exchanged }) {
  if (errcode === null) {
    return '–';
  }
  if (errcode !== 0) {
    return String(errcode);
  }
  return exchanged ? 'ok, exchanged 已兑换' : 'ok 成功';
}

function rowOf(recorded) {
  const row = document.createElement('tr');
  const outcome = element('td', outcomeOf(recorded));
  outcome.classList.toggle('refused', Boolean(recorded.errcode));
  row.append(
    element('td', new Date(recorded.time).toLocaleTimeString()),
    element('td', `${recorded.method} ${recorded.path}`),
    outcome,
    element('td', recorded.fault ?? ''),
  );
  return row;
}

async function loadCalls() {
  const calls = await call(`simulator/calls?limit=${SHOWN_CALLS}`);
  byId('calls').replaceChildren(...calls.reverse().map(rowOf));
  byId('no-calls').hidden = calls.length > 0;
}

async function loadPeople() {
  const people = await call('simulator/people');
  byId('people').replaceChildren(...people.map(({ name }) => new Option('', name)));
}

async function loadApps() {
  const apps = await call('simulator/apps');
  byId('appid').replaceChildren(...apps.map(({ appid, openPlatform }) =>
    new Option(openPlatform ? `${appid} (${openPlatform})` : appid, appid)));
  const bound = apps.find(({ openPlatform }) => openPlatform);
  if (bound) {
    byId('appid').value = bound.appid;
  }
}

async function attempt(action, problem = 'problem') {
  try {
    await action();
    showProblem('', problem);
  } catch (error) {
    showProblem(error.message, problem);
  }
}

byId('phone').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(() => obtain(event.submitter?.value ?? 'login'));
});

byId('pay').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(() => pay(event.submitter?.value === 'cancel'), 'pay-problem');
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('.copy');
  if (button) {
    attempt(() => copy(button));
  }
});

setInterval(countDown, 1000);
setInterval(() => loadCalls().catch(() => {}), REFRESH_MILLIS);
attempt(() => Promise.all([loadApps(), loadPeople(), loadCalls()]));
