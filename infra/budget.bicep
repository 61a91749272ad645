// Tells when the month's cost goes beyond what was planned. It stops nothing.
param name string
param email string

@description('In the currency of the subscription, for a month.')
@minValue(1)
param amount int

@description('The first day of the first month, yyyy-MM-01. It stays as it is from then on.')
param from string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: from }
    notifications: {
      spent: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 80
        thresholdType: 'Actual'
        contactEmails: [email]
      }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [email]
      }
    }
  }
}
