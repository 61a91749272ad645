import { Tags } from 'types.bicep'

// One alert on what stands in the logs.
param location string
param tags Tags
param insightsId string
param actionGroupId string
param name string

@description('What is the matter and what to do, for whoever gets the mail.')
param about string
param query string

@description('0 critical, 1 error, 2 warning.')
@minValue(0)
@maxValue(2)
param severity int

@description('How far back it looks.')
param window string

@description('How often it looks.')
param every string = 'PT5M'

@description('Speaks when nothing is found, and not when something is.')
param onAbsence bool = false

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: name
    description: about
    enabled: true
    severity: severity
    scopes: [insightsId]
    windowSize: window
    evaluationFrequency: every
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: query
          timeAggregation: 'Count'
          operator: onAbsence ? 'LessThan' : 'GreaterThan'
          threshold: onAbsence ? 1 : 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [actionGroupId] }
  }
}
