/*
 * Shows pages of the mini-program with WeChat's simulator of components: templates and data binding are WeChat's own, the
 * scripts are ours, and what wx.request answers is said here.
 */
'use strict'

const path = require('node:path')
const { JSDOM } = require('jsdom')
const { MINI_PROGRAM } = require('./places')

const { window } = new JSDOM('<!doctype html><body></body>')
for (const name of ['window', 'document', 'Element', 'Event', 'CustomEvent', 'HTMLElement', 'Node']) {
  global[name] = name === 'window' ? window : window[name]
}

const answers = new Map()

const wx = {
  canIUse: () => true,
  getAccountInfoSync: () => ({ miniProgram: { envVersion: 'release' } }),
  getDeviceInfo: () => ({ brand: 'Acme', model: 'Phone 1' }),
  getLaunchOptionsSync: () => ({ scene: 1001 }),
  getStorageSync: () => '',
  setStorageSync() {},
  removeStorageSync() {},
  showToast() {},
  reLaunch() {},
  login: ({ success }) => success({ code: 'code' }),
  request(options) {
    const { pathname } = new URL(options.url)
    const [statusCode, data] = answers.get(`${options.method} ${pathname}`) || [404, {}]
    setTimeout(() => options.success({ statusCode, data, header: {}, cookies: [] }), 0)
    return { abort() {} }
  }
}

global.wx = wx
const simulate = require('miniprogram-simulate')
Object.assign(global.wx, wx)

// A page is a component to the simulator.
global.Page = options => {
  const { data, ...rest } = options
  global.Component({ data, methods: rest })
}

answers.set('POST /oauth2/token', [200, { access_token: 'access', refresh_token: 'refresh', expires_in: 600 }])

function answer(request, status, data) {
  answers.set(request, [status, data])
}

/** Opens a page, and waits until it shows what it has loaded. */
async function open(page) {
  const shown = simulate.render(simulate.load(path.join(MINI_PROGRAM, page), 'page', { rootPath: MINI_PROGRAM }))
  shown.attach(window.document.body)
  if (shown.instance.onLoad) {
    shown.instance.onLoad()
  }
  if (shown.instance.onShow) {
    shown.instance.onShow()
  }
  await settled()
  return shown
}

function settled() {
  return simulate.sleep(50)
}

module.exports = { answer, open, settled }
