import { Tags } from 'types.bicep'

// Who is told, and of what. docs/azure.md says what to do for each.
param location string
param name string
param tags Tags
param insightsId string
param recordsAccountId string
param email string

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'operators-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'operators'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var ours = '''
traces
| where strcat(customDimensions.CategoryName, customDimensions.Category) startswith 'Serverless.Payments'
| where tostring(customDimensions.EventId) in '''

// What is late is said every hour, so two hours make one alert of it and not a new one every time.
var logAlerts = [
  {
    name: 'file-parked'
    window: 'PT15M'
    severity: 1
    description: 'A dropped file failed five times and was parked, or lies in the inbox and cannot be taken. Its payments are not made. See the table of alerts in docs/azure.md.'
    query: 'traces | where message has \'webjobs-blobtrigger-poison\' or tostring(customDimensions.EventId) == \'6001\''
  }
  {
    name: 'run-late'
    window: 'PT2H'
    severity: 0
    description: 'The Wednesday run was not opened in time, or is still open a day later. Nobody is paid meanwhile.'
    query: '${ours}(\'2104\', \'2105\')'
  }
  {
    name: 'caps-answer-refused'
    window: 'PT15M'
    severity: 1
    description: 'An answer of CAPS could not be booked: somebody moved a payment that a run has taken. The run stays open.'
    query: '${ours}(\'2103\')'
  }
  {
    name: 'orchestration-failed'
    window: 'PT15M'
    severity: 1
    description: 'An orchestration ended as failed. Its payment, run or file stands still until a repair.'
    query: '''
      traces
      | where customDimensions.Category == 'Host.Triggers.DurableTask'
      | where customDimensions.prop__state == 'Failed' and customDimensions.prop__functionType == 'Orchestrator'
    '''
  }
]

module found 'log-alert.bicep' = [
  for alert in logAlerts: {
    params: {
      location: location
      tags: tags
      insightsId: insightsId
      actionGroupId: operators.id
      name: alert.name
      about: alert.description
      query: alert.query
      severity: alert.severity
      window: alert.window
    }
  }
]

// The timer runs every hour whatever else goes on, so three hours without it is a host that is down.
module silent 'log-alert.bicep' = {
  params: {
    location: location
    tags: tags
    insightsId: insightsId
    actionGroupId: operators.id
    name: 'host-down'
    about: 'The hourly function has not succeeded for three hours. No run starts and no late run is noticed.'
    query: 'traces | where customDimensions.Category == \'Function.KeepSchedule\' and message startswith \'Executed\' and message has \'Succeeded\''
    severity: 0
    window: 'PT3H'
    every: 'PT30M'
    onAbsence: true
  }
}

// The parked queue is the only one of this account, so its count is the number of parked files.
resource parked 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'files-still-parked'
  location: 'global'
  tags: tags
  properties: {
    description: 'Parked files wait to be looked at. It stands until the queue is empty.'
    enabled: true
    severity: 2
    scopes: ['${recordsAccountId}/queueServices/default']
    evaluationFrequency: 'PT1H'
    windowSize: 'PT1H'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'messages'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Average'
        }
      ]
    }
    actions: [{ actionGroupId: operators.id }]
  }
}
