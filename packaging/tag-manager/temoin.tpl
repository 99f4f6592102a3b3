___TERMS_OF_SERVICE___

By creating or modifying this file you agree to Google Tag Manager's Community
Template Gallery Developer Terms of Service available at
https://developers.google.com/tag-manager/gallery-tos (or such other URL as
Google may provide), as modified from time to time.


___INFO___

{
  "type": "TAG",
  "id": "cvt_temp_public_id",
  "version": 1,
  "securityGroups": [],
  "displayName": "Témoin: consent state",
  "categories": [
    "TAG_MANAGEMENT"
  ],
  "brand": {
    "id": "brand_dummy",
    "displayName": "Témoin"
  },
  "description": "Tells the tags of this container what the visitor allows in the banner of Témoin, as consent types: denied until then, and again after a withdrawal. Trigger: Consent Initialization. The banner itself stands in the page.",
  "containerContexts": [
    "WEB"
  ]
}


___TEMPLATE_PARAMETERS___

[
  {
    "type": "SIMPLE_TABLE",
    "name": "rules",
    "displayName": "What a service that is allowed grants",
    "help": "One line for each service of the catalogue and consent type. A type that no line names stays denied.",
    "newRowButtonText": "Add a service",
    "valueValidators": [
      {
        "type": "NON_EMPTY"
      }
    ],
    "simpleTableColumns": [
      {
        "name": "service",
        "displayName": "Id of the service in the catalogue",
        "type": "TEXT",
        "defaultValue": "",
        "valueValidators": [
          {
            "type": "REGEX",
            "args": [
              "^[a-z0-9][a-z0-9-]*$"
            ]
          }
        ]
      },
      {
        "name": "type",
        "displayName": "Consent type",
        "type": "SELECT",
        "defaultValue": "analytics_storage",
        "selectItems": [
          {
            "value": "ad_storage",
            "displayValue": "ad_storage"
          },
          {
            "value": "ad_user_data",
            "displayValue": "ad_user_data"
          },
          {
            "value": "ad_personalization",
            "displayValue": "ad_personalization"
          },
          {
            "value": "analytics_storage",
            "displayValue": "analytics_storage"
          },
          {
            "value": "functionality_storage",
            "displayValue": "functionality_storage"
          },
          {
            "value": "personalization_storage",
            "displayValue": "personalization_storage"
          }
        ]
      }
    ]
  },
  {
    "type": "TEXT",
    "name": "wait",
    "displayName": "Milliseconds that Google's tags wait for the banner",
    "simpleValueType": true,
    "defaultValue": 500,
    "valueValidators": [
      {
        "type": "NON_NEGATIVE_NUMBER"
      }
    ]
  }
]


___SANDBOXED_JS_FOR_WEB_TEMPLATE___

const callInWindow = require('callInWindow');
const copyFromWindow = require('copyFromWindow');
const createQueue = require('createQueue');
const makeNumber = require('makeNumber');
const setDefaultConsentState = require('setDefaultConsentState');
const updateConsentState = require('updateConsentState');

const kTypes = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
];

const rules = data.rules || [];

// A type is granted while a service that answers for it is allowed.
const judge = (services) => {
  const judged = {};
  kTypes.forEach((type) => {
    judged[type] = 'denied';
  });
  rules.forEach((rule) => {
    if (services[rule.service] === true) judged[rule.type] = 'granted';
  });
  return judged;
};

const first = judge({});
first.wait_for_update = makeNumber(data.wait) || 0;
setDefaultConsentState(first);

// Called at once when the banner is there, and whenever what is allowed changes.
const call = ['onChange', (state) => updateConsentState(judge((state && state.services) || {}))];
if (copyFromWindow('temoin.version')) callInWindow('temoin.push', call);
else createQueue('temoin')(call);

data.gtmOnSuccess();


___WEB_PERMISSIONS___

[
  {
    "instance": {
      "key": {
        "publicId": "access_globals",
        "versionId": "1"
      },
      "param": [
        {
          "key": "keys",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "temoin"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "temoin.version"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": false
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "key"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  },
                  {
                    "type": 1,
                    "string": "execute"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "temoin.push"
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": false
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  },
  {
    "instance": {
      "key": {
        "publicId": "access_consent",
        "versionId": "1"
      },
      "param": [
        {
          "key": "consentTypes",
          "value": {
            "type": 2,
            "listItem": [
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_user_data"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "ad_personalization"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "analytics_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "functionality_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              },
              {
                "type": 3,
                "mapKey": [
                  {
                    "type": 1,
                    "string": "consentType"
                  },
                  {
                    "type": 1,
                    "string": "read"
                  },
                  {
                    "type": 1,
                    "string": "write"
                  }
                ],
                "mapValue": [
                  {
                    "type": 1,
                    "string": "personalization_storage"
                  },
                  {
                    "type": 8,
                    "boolean": true
                  },
                  {
                    "type": 8,
                    "boolean": true
                  }
                ]
              }
            ]
          }
        }
      ]
    },
    "clientAnnotations": {
      "isEditedByUser": true
    },
    "isRequired": true
  }
]


___TESTS___

scenarios:
- name: Everything is denied at first, and waits for the banner
  code: |-
    runCode(mockData);
    assertApi('setDefaultConsentState').wasCalledWith({
      ad_storage: 'denied',
      ad_user_data: 'denied',
      ad_personalization: 'denied',
      analytics_storage: 'denied',
      functionality_storage: 'denied',
      personalization_storage: 'denied',
      wait_for_update: 500,
    });
    assertApi('updateConsentState').wasNotCalled();
    assertApi('gtmOnSuccess').wasCalled();
- name: A banner that comes later finds the call in its queue
  code: |-
    let queued;
    mock('copyFromWindow', undefined);
    mock('createQueue', (name) => {
      assertThat(name).isEqualTo('temoin');
      return (call) => { queued = call; };
    });
    runCode(mockData);
    assertThat(queued[0]).isEqualTo('onChange');
    assertApi('callInWindow').wasNotCalled();
- name: A banner that is there is called
  code: |-
    mock('copyFromWindow', '0.2.0');
    mock('callInWindow', (name, call) => {
      assertThat(name).isEqualTo('temoin.push');
      call[1]({ services: { matomo: true, adform: false } });
    });
    runCode(mockData);
    assertApi('createQueue').wasNotCalled();
    assertThat(updated.analytics_storage).isEqualTo('granted');
    assertThat(updated.ad_storage).isEqualTo('denied');
- name: A withdrawal denies again
  code: |-
    let change;
    mock('copyFromWindow', '0.2.0');
    mock('callInWindow', (name, call) => { change = call[1]; });
    runCode(mockData);
    change({ services: { adform: true } });
    assertThat(updated.ad_storage).isEqualTo('granted');
    assertThat(updated.ad_user_data).isEqualTo('granted');
    change({ services: { adform: false } });
    assertThat(updated.ad_storage).isEqualTo('denied');
    assertThat(updated.ad_user_data).isEqualTo('denied');
- name: A type that two services answer for is granted by either
  code: |-
    mockData.rules.push({ service: 'adform', type: 'analytics_storage' });
    mock('copyFromWindow', '0.2.0');
    mock('callInWindow', (name, call) => call[1]({ services: { matomo: false, adform: true } }));
    runCode(mockData);
    assertThat(updated.analytics_storage).isEqualTo('granted');
- name: Names that no line has, and answers that are none, grant nothing
  code: |-
    mock('copyFromWindow', '0.2.0');
    mock('callInWindow', (name, call) => call[1]({ services: { other: true, matomo: 'true' } }));
    runCode(mockData);
    assertThat(updated.analytics_storage).isEqualTo('denied');
    mock('callInWindow', (name, call) => call[1]());
    runCode(mockData);
    assertThat(updated.analytics_storage).isEqualTo('denied');
setup: |-
  const mockData = {
    wait: '500',
    rules: [
      { service: 'matomo', type: 'analytics_storage' },
      { service: 'adform', type: 'ad_storage' },
      { service: 'adform', type: 'ad_user_data' },
    ],
  };
  let updated = {};
  mock('setDefaultConsentState', () => undefined);
  mock('updateConsentState', (state) => { updated = state; });


___NOTES___

Of the Témoin project; banner-js/test/tag-manager.test.mjs runs these scenarios.
