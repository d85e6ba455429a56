/*
 * What WeChat makes of the pages: texts, conditions, lists and events as people see them.
 */
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { answer, open, settled } = require('./stage')

const NOW = '2026-01-02T03:04:05Z'
const SESSION = { sid: 'this', current: true, device: 'Acme', created_at: NOW, refreshed_at: NOW }

const textOf = page => page.dom.textContent.replace(/\s+/g, ' ')

test('goods shows what the service has', async () => {
  answer('GET /goods', 200, { total: 1, items: [{ id: '1', nameZh: '龙井绿茶', description: 'Tea', priceFen: 8800 }] })
  const page = await open('pages/goods/goods')
  assert.match(textOf(page), /龙井绿茶 ?¥88\.00/)
})

test('goods says why it shows nothing', async () => {
  answer('GET /goods', 503, {})
  assert.match(textOf(await open('pages/goods/goods')), /服务出错了，请稍后再试/)
})

test('appointments shows when, what and how far', async () => {
  answer('GET /appointments', 200, {
    total: 1,
    items: [{ id: '1', slot: '2026-01-02T03:00:00Z', service: 'tea-tasting', status: 'BOOKED' }]
  })
  const page = await open('pages/appointments/appointments')
  assert.match(textOf(page), /试茶 ?待确认/)
  assert.match(textOf(page), /取消/)
})

test('profile shows a gender in own words, and no form without a profile', async () => {
  answer('GET /userinfo', 200, { sub: 'u', nickname: '小明', gender: '非二元', address: { formatted: '西湖区\n杭州' } })
  const page = await open('pages/profile/profile')
  assert.match(textOf(page), /性别 ?非二元/)
  assert.match(textOf(page), /保存/)
  answer('GET /userinfo', 500, {})
  const empty = await open('pages/profile/profile')
  assert.match(textOf(empty), /服务出错了/)
  assert.doesNotMatch(textOf(empty), /保存/)
})

test('membership shows what it costs, also after it could not be bought', async () => {
  const page = await open('pages/membership/membership')
  assert.match(textOf(page), /茶友会员.*¥19\.90/)
  assert.doesNotMatch(textOf(page), /状态/)
  page.querySelector('.action').dispatchEvent('tap')
  await settled()
  assert.match(textOf(page), /购买/)
})

test('login shows the button that fits the state, also after it was tapped', async () => {
  answer('POST /oauth2/revoke', 200, {})
  const page = await open('pages/login/login')
  assert.match(textOf(page), /已登录.*退出登录/)
  page.querySelector('.action').dispatchEvent('tap')
  await settled()
  assert.match(textOf(page), /已退出.*登录$/)
  page.querySelector('.action').dispatchEvent('tap')
  await settled()
  assert.match(textOf(page), /已登录.*退出登录/)
})

test('phone shows the number', async () => {
  answer('GET /userinfo', 200, { sub: 'u', phone_number: '+8613800000001' })
  assert.match(textOf(await open('pages/phone/phone')), /\+8613800000001/)
})

test('sessions marks this one, and names those that have no name', async () => {
  const other = { ...SESSION, sid: 'other', current: false, device: '' }
  answer('GET /account/sessions', 200, { items: [SESSION, other] })
  const page = await open('pages/sessions/sessions')
  assert.match(textOf(page), /Acme ?本机/)
  assert.match(textOf(page), /未命名设备 ?下线/)
})

test('leaving exports when its button is tapped', async () => {
  answer('GET /account/export', 200, { account: { sub: 'u' } })
  const page = await open('pages/leaving/leaving')
  assert.match(textOf(page), /导出.*注销账号/)
  assert.doesNotMatch(textOf(page), /复制/)
  page.querySelector('.action').dispatchEvent('tap')
  await settled()
  assert.match(textOf(page), /"sub": "u".*复制/)
})
