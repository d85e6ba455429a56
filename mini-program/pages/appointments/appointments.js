const api = require('../../utils/api')
const text = require('../../utils/text')

const STATES = { BOOKED: '待确认', CONFIRMED: '已确认', CANCELLED: '已取消' }
const SERVICES = [
  { code: 'tea-tasting', name: '试茶' },
  { code: 'calligraphy-lesson', name: '书法课' },
  { code: 'gift-wrapping', name: '礼品包装' }
]
const DAY = 24 * 60 * 60 * 1000

// What the shop offers: full and half hours of the next 60 days.
const CLOCKS = [9, 10, 11, 12, 13, 14, 15, 16, 17]
  .reduce((clocks, hour) => clocks.concat([`${hour}:00`, `${hour}:30`]), [])
const FURTHEST_DAY = 59

const dayOf = date => text.time(date).slice(0, 10)
const SLOT_TAKEN = 409

Page({
  data: {
    services: SERVICES,
    service: 0,
    clocks: CLOCKS,
    clock: 2,
    first: '',
    last: '',
    date: '',
    items: [],
    message: '',
    busy: false
  },

  onLoad() {
    const now = Date.now()
    this.setData({ first: dayOf(now), last: dayOf(now + FURTHEST_DAY * DAY), date: dayOf(now + DAY) })
  },

  onShow() {
    this.load(0)
  },

  onPullDownRefresh() {
    this.load(0).then(() => wx.stopPullDownRefresh())
  },

  onReachBottom() {
    if (this.data.items.length < this.total) {
      this.load(this.page + 1)
    }
  },

  chooseService(event) {
    this.setData({ service: Number(event.detail.value) })
  },

  chooseDate(event) {
    this.setData({ date: event.detail.value })
  },

  chooseClock(event) {
    this.setData({ clock: Number(event.detail.value) })
  },

  book() {
    const { services, service, date, clocks, clock } = this.data
    // Phones differ in which texts Date understands, so it gets numbers.
    const [year, month, day] = date.split('-').map(Number)
    const [hour, minute] = clocks[clock].split(':').map(Number)
    const slot = new Date(year, month - 1, day, hour, minute).toISOString()
    this.setData({ busy: true })
    return api.book({ slot, service: services[service].code })
      .then(() => this.load(0))
      .catch(failure => text.tell(failure.statusCode === SLOT_TAKEN ? { description: '这个时段已被预约' } : failure))
      .then(() => this.setData({ busy: false }))
  },

  cancel(event) {
    return api.cancel(event.currentTarget.dataset.id).then(() => this.load(0), text.tell)
  },

  load(page) {
    return api.appointments(page).then(found => {
      this.page = page
      this.total = found.total
      const items = found.items.map(item => Object.assign({
        time: text.time(item.slot),
        state: STATES[item.status],
        purpose: (SERVICES.find(each => each.code === item.service) || { name: item.service }).name,
        open: item.status !== 'CANCELLED'
      }, item))
      const all = page === 0 ? items : this.data.items.concat(items)
      this.setData({ items: all, message: all.length === 0 ? '还没有预约' : '' })
    }).catch(failure => this.setData({ items: [], message: text.explain(failure) }))
  }
})
