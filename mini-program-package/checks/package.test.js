/*
 * What is packed: auth.js as it is, its types, and nothing else.
 */
'use strict'

const assert = require('node:assert/strict')
const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { before, test } = require('node:test')
const { MINI_PROGRAM, PACKAGE, TSC } = require('./places')

const TYPINGS = path.dirname(require.resolve('miniprogram-api-typings/package.json'))

// A project of somebody else's.
const project = fs.mkdtempSync(path.join(os.tmpdir(), 'wegrant-project-'))
const installed = path.join(project, 'node_modules', 'wegrant-miniprogram')

let packed

function npm(folder, ...args) {
  return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

before(() => {
  [packed] = JSON.parse(npm(PACKAGE, 'pack', '--json', '--pack-destination', project))
  fs.writeFileSync(path.join(project, 'package.json'), '{"private":true}')
  // It depends on nothing, so nothing has to be fetched.
  npm(project, 'install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`)
  fs.symlinkSync(TYPINGS, path.join(project, 'node_modules', 'miniprogram-api-typings'))
})

test('package has auth.js, its types, and nothing else', () => {
  assert.deepEqual(packed.files.map(file => file.path).sort(),
    ['LICENSE', 'README.md', 'miniprogram_dist/index.d.ts', 'miniprogram_dist/index.js', 'package.json'])
  assert.deepEqual(fs.readFileSync(path.join(installed, 'miniprogram_dist/index.js')),
    fs.readFileSync(path.join(MINI_PROGRAM, 'utils/auth.js')))
})

test('package is of this version, and needs nothing else', () => {
  const { dependencies, miniprogram, main, version } = JSON.parse(fs.readFileSync(path.join(installed, 'package.json'), 'utf8'))
  const pom = fs.readFileSync(path.join(PACKAGE, '..', 'pom.xml'), 'utf8').replace(/<parent>[^]*?<\/parent>/, '')
  assert.equal(version, /<version>([^<]*)<\/version>/.exec(pom)[1])
  assert.equal(dependencies, undefined)
  assert.equal(path.dirname(main), miniprogram)
})

test('lock file names no registry', () => {
  assert.doesNotMatch(fs.readFileSync(path.join(PACKAGE, 'package-lock.json'), 'utf8'), /"resolved"/)
})

test('package gives createAuth where npm and where DevTools put it', () => {
  // What "Build npm" of DevTools does with a package that names its folder.
  const built = path.join(project, 'miniprogram_npm', 'wegrant-miniprogram')
  fs.cpSync(path.join(installed, 'miniprogram_dist'), built, { recursive: true })
  for (const place of [installed, built]) {
    const { createAuth } = require(place)
    const auth = createAuth({ provider: 'https://login.example.com', clientId: 'wx', wx: { getStorageSync: () => '' } })
    assert.equal(auth.state(), 'new')
  }
})

const RIGHT = `
import { createAuth, Failure } from 'wegrant-miniprogram'

const auth = createAuth({ provider: 'https://login.example.com', clientId: 'wx', onChange: state => state === 'active' })

async function goods(): Promise<string[]> {
  try {
    const { data, statusCode } = await auth.request<{ items: string[] }>({ url: 'https://shop.example.com', data: { q: 'tea' } })
    return statusCode === 200 ? data.items : []
  } catch (thrown) {
    const { error, retryAfter } = thrown as Failure
    wx.showToast({ title: error + (retryAfter || 0), icon: 'none' })
    return []
  }
}

const done: Promise<boolean> = auth.login({ phoneCode: 'code' }).then(({ phone }) => phone === 'bound')
const token: Promise<string> = auth.getAccessToken()
const ended: Promise<boolean> = auth.logout()
export { goods, done, token, ended }
`

const README = fs.readFileSync(path.join(PACKAGE, 'README.md'), 'utf8')

const WRONG = {
  'an option that does not exist': `createAuth({ provider: 'p', clientId: 'c', secret: 's' })`,
  'no provider': `createAuth({ clientId: 'c' })`,
  'a method that WeChat does not have': `createAuth({ provider: 'p', clientId: 'c' }).request({ url: 'u', method: 'PATCH' })`,
  'a callback': `createAuth({ provider: 'p', clientId: 'c' }).request({ url: 'u', success() {} })`,
  'a state that does not exist': `createAuth({ provider: 'p', clientId: 'c' }).state() === 'loggedIn'`
}

function compile(name, source) {
  const file = path.join(project, name)
  fs.writeFileSync(file, source)
  execFileSync(process.execPath, [TSC, '--noEmit', '--strict', '--target', 'es2018', '--lib', 'es2018', '--module', 'commonjs',
    '--moduleResolution', 'node', '--allowJs', '--checkJs', '--types', 'miniprogram-api-typings', '--typeRoots', 'node_modules', file],
  { cwd: project, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

test('types of the package fit those of WeChat', () => {
  compile('right.ts', RIGHT)
})

test('README names the file that is packed, and its example fits the types', () => {
  assert.match(README, new RegExp(`npm install \\./${packed.filename.replace(/\./g, '\\.')}\n`))
  compile('example.js', /```js\n([^]*?)```/.exec(README)[1])
})

for (const [what, source] of Object.entries(WRONG)) {
  test(`types of the package refuse ${what}`, () => {
    assert.throws(() => compile('wrong.ts', `import { createAuth } from 'wegrant-miniprogram'\n${source}`),
      failure => /wrong\.ts\(2,\d+\): error TS/.test(failure.stdout))
  })
}
