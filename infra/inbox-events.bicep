// The second step, once the code is there: announces files in the inbox to the app. The webhook's key exists only after
// the app has started with its blob trigger. It is read here and handed to Event Grid; no setting holds it.
param location string = resourceGroup().location
param appName string
param recordsAccountName string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource records 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: recordsAccountName
}

var key = listKeys('${app.id}/host/default', '2024-04-01').systemKeys.blobs_extension

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: 'inbox-${recordsAccountName}'
  location: location
  properties: {
    source: records.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }

  resource subscription 'eventSubscriptions' = {
    name: 'inbox'
    properties: {
      eventDeliverySchema: 'EventGridSchema'
      destination: {
        endpointType: 'WebHook'
        properties: {
          endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.TakeInvoiceFile&code=${key}'
          maxEventsPerBatch: 1
        }
      }
      filter: {
        includedEventTypes: ['Microsoft.Storage.BlobCreated']
        subjectBeginsWith: '/blobServices/default/containers/inbox/blobs/'
      }
      // A day is the longest that Event Grid keeps an announcement; the file itself stays in the inbox after that.
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 }
    }
  }
}
