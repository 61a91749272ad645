// Writes samples/agency.json, samples/invoices, samples/mass-payments and samples/billing: `dotnet run samples/generate.cs` from the repository's root.
// The seed is fixed and the generator is its own, so that every run on every machine writes the same bytes.
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.Globalization;
using System.Text;
using System.Text.Json;

var folder = args.Length > 0 ? args[0] : "samples";
var agency = Agency.Generate(new Dice(20261125));
var invoices = new Invoices(agency, new Dice(20261126));
invoices.Generate();
var people = new People(agency.Clients, new Dice(20261127));
var entries = new Entries(people.All, new Dice(20261128));
var enrollments = new Enrollments(agency, new Dice(20261129));
var billed = new BilledInvoices(agency, new Dice(20261130));

Directory.CreateDirectory(Path.Combine(folder, "invoices"));
Directory.CreateDirectory(Path.Combine(folder, "mass-payments"));
Directory.CreateDirectory(Path.Combine(folder, "billing"));
Write("agency.json", agency.ToJson(people.All, enrollments.All));
Write("invoices/2026-08-sunrise.csv", Invoices.ToCsv(invoices.August));
Write("invoices/2026-09-wasatch.csv", Invoices.ToCsv(invoices.September));
Write("invoices/2026-10-several-providers.csv", Invoices.ToCsv(invoices.October));
Write("invoices/2026-10-late.json", Invoices.ToJson(invoices.Late));
Write("mass-payments/2026-11-wasatch.csv", entries.ToCsv());
Write("billing/2026-11-invoices.csv", billed.ToCsv());
Write("billing/2026-11-medicaid.835", new RemittanceAdvice(billed.Lines, agency.Clients).ToX12());

void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));

/// <summary>SplitMix64: the library's generator may change with its version, this one does not.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>From <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public int Roll(int min, int max)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return min + (int)((mixed ^ (mixed >> 31)) % (ulong)(max - min + 1));
    }

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Roll(0, choices.Count - 1)];

    public IReadOnlyList<T> PickSome<T>(IReadOnlyList<T> choices, int count)
    {
        var left = choices.ToList();
        var picked = new List<T>();
        while (picked.Count < count)
        {
            var at = Roll(0, left.Count - 1);
            picked.Add(left[at]);
            left.RemoveAt(at);
        }

        return picked;
    }
}

internal sealed record Service(string Id, string Name, string Type);

internal sealed record Provider(string Id, string Name, string Address, bool Active, IReadOnlyList<Service> Services);

internal sealed record Contract(string ProviderId, string ServiceCode, decimal Rate, DateOnly From, DateOnly To, bool Active);

internal sealed record Client(string Id, string FirstName, string LastName, bool Active, string Coordinator);

internal sealed record Budget(string ClientId, string ServiceCode, decimal MonthlyMax);

internal sealed record User(string Name, string FullName, string Email, IReadOnlyList<string> Roles, string? ProviderId = null, IReadOnlyList<string>? ChildIds = null, string? Superior = null);

internal sealed record Case(string CaseNumber, string Program, bool Open);

internal sealed record Person(string ClientId, string FirstName, string LastName, DateOnly DateOfBirth, string Ssn, IReadOnlyList<Case> Cases);

internal sealed record Enrollment(string ProviderId, string ClientId, string ServiceCode, DateOnly From, DateOnly To, int ScheduledMinutes);

internal sealed class Agency
{
    private const int ClientCount = 240;
    private const int GeneratedProviderCount = 14;

    private static readonly DateOnly Begin = new(2025, 1, 1);

    /// <summary>What a unit of each service usually costs.</summary>
    private static readonly (string Code, string Name, decimal Rate)[] Codes =
    [
        ("SLN", "Supported living, natural setting", 25.00m), ("SLH", "Supported living, host home", 40.00m),
        ("DSG", "Day support, group", 18.75m), ("PBA", "Personal budget assistance", 21.50m),
        ("RP2", "Respite, overnight", 32.20m), ("SCE", "Supported employment", 45.00m),
    ];

    private static readonly string[] FirstNames =
    [
        "Ada", "Ben", "Clara", "Diego", "Elena", "Frank", "Grace", "Hugo", "Ida", "Jonas", "Kira", "Liam", "Mara", "Noah",
        "Olga", "Pavel", "Quinn", "Rosa", "Sam", "Tala", "Uma", "Victor", "Wren", "Ximena", "Yusuf", "Zoe",
    ];

    private static readonly string[] LastNames =
    [
        "Abbott", "Begay", "Carver", "Dalton", "Egan", "Flores", "Grant", "Hansen", "Ivers", "Jensen", "Keller", "Larsen",
        "Medina", "Nielsen", "Ortega", "Price", "Quist", "Rivera", "Snow", "Tanner", "Udall", "Vance", "Young", "Zamora",
    ];

    private static readonly string[] Places = ["Salt Lake City", "Provo", "Ogden", "Logan", "St. George", "Moab", "Price", "Vernal"];

    private static readonly string[] Streets = ["Main St", "Center St", "State St", "Canyon Rd", "Aspen Way", "Temple Ave"];

    private static readonly string[] CompanyNames =
    [
        "Canyon Care", "Aspen House", "Bright Path", "Desert Rose Support", "Great Basin Living", "Harbor of Hope", "Juniper Homes",
        "Lakeside Services", "Mountain View Care", "New Start Employment", "Pioneer Day Center", "Red Rock Respite", "Sego Lily Homes", "Timpanogos Care",
    ];

    public required IReadOnlyList<Provider> Providers { get; init; }

    public required IReadOnlyList<Contract> Contracts { get; init; }

    public required IReadOnlyList<Client> Clients { get; init; }

    public required IReadOnlyList<Budget> Budgets { get; init; }

    public required IReadOnlyList<User> Users { get; init; }

    public static Agency Generate(Dice dice)
    {
        var contracts = GenerateContracts(dice);
        return new Agency
        {
            Providers = GenerateProviders(dice, contracts),
            Contracts = contracts,
            Clients = [.. Enumerable.Range(1, ClientCount).Select(number => GenerateClient(dice, number))],
            Budgets = [.. Enumerable.Range(1, ClientCount).SelectMany(number => GenerateBudgets(dice, number))],
            Users = ListUsers(),
        };
    }

    /// <summary>One record to a line, so that a reader finds it and a change shows as one.</summary>
    public string ToJson(IReadOnlyList<Person> people, IReadOnlyList<Enrollment> enrollments)
    {
        var lists = new[]
        {
            ToJson("providers", Providers), ToJson("contracts", Contracts), ToJson("clients", Clients),
            ToJson("budgets", Budgets), ToJson("people", people), ToJson("users", Users),
            ToJson("enrollments", enrollments),
        };
        return $"{{\n{string.Join(",\n", lists)}\n}}\n";
    }

    private static string ToJson<T>(string name, IReadOnlyList<T> records)
        => $"  \"{name}\": [\n{string.Join(",\n", records.Select(record => "    " + JsonSerializer.Serialize(record, Json.Options)))}\n  ]";

    private static List<Contract> GenerateContracts(Dice dice)
    {
        var end = new DateOnly(2035, 12, 31);
        var contracts = new List<Contract>
        {
            new("P-100", "SLN", 25.00m, Begin, end, true),
            new("P-100", "SLH", 40.00m, Begin, new DateOnly(2025, 12, 31), true),
            new("P-200", "SLN", 27.50m, Begin, end, true),
        };
        for (var number = 0; number < GeneratedProviderCount; number++)
        {
            foreach (var (code, _, usual) in dice.PickSome(Codes, dice.Roll(1, 3)))
            {
                var rate = usual + (0.25m * dice.Roll(-8, 8));
                contracts.Add(new($"P-{300 + number}", code, rate, Begin.AddMonths(6 * dice.Roll(0, 2)), new DateOnly(dice.Roll(2027, 2030), 6, 30), true));
            }
        }

        return contracts;
    }

    private static List<Provider> GenerateProviders(Dice dice, List<Contract> contracts)
    {
        var providers = new List<Provider>
        {
            new("P-100", "Sunrise Supports", "12 Main St, Salt Lake City, UT 84101", true, ServicesOf("P-100", isSmartVendor: false)),
            new("P-200", "Wasatch Works", "480 Center St, Provo, UT 84601", true, ServicesOf("P-200", isSmartVendor: true)),
        };
        for (var number = 0; number < GeneratedProviderCount; number++)
        {
            var id = $"P-{300 + number}";
            var address = $"{dice.Roll(1, 999)} {dice.Pick(Streets)}, {dice.Pick(Places)}, UT 84{dice.Roll(100, 799)}";
            providers.Add(new(id, CompanyNames[number], address, true, ServicesOf(id, isSmartVendor: number % 4 == 0)));
        }

        return providers;

        IReadOnlyList<Service> ServicesOf(string provider, bool isSmartVendor)
        {
            var services = contracts.Where(contract => contract.ProviderId == provider)
                .Select(contract => new Service($"{provider}-{contract.ServiceCode}", Codes.Single(code => code.Code == contract.ServiceCode).Name, "Contract Service"));
            return isSmartVendor ? [.. services, new($"{provider}-SV", "Work support", "Smart Vendor")] : [.. services];
        }
    }

    private static Client GenerateClient(Dice dice, int number)
        => new(ClientId(number), dice.Pick(FirstNames), dice.Pick(LastNames), number != 9, number == ClientCount ? "coordinator2" : "coordinator");

    private static IEnumerable<Budget> GenerateBudgets(Dice dice, int number) => number switch
    {
        1 => [new(ClientId(1), "SLN", 40)],
        2 => [new(ClientId(2), "SLN", 80)],
        9 => [new(ClientId(9), "SLN", 40)],
        _ => dice.PickSome(Codes, dice.Roll(2, 4)).Select(code => new Budget(ClientId(number), code.Code, 5 * dice.Roll(4, 24))),
    };

    private static string ClientId(int number) => (1_000_000_000L + number).ToString(CultureInfo.InvariantCulture);

    /// <summary>What waits too long for a coordinator goes to the manager, and for a technician to operations: both decide nothing else of the chain, so nothing keeps them out.</summary>
    private static IReadOnlyList<User> ListUsers() =>
    [
        NewUser("provider", "Nora Whitlock", providerId: "P-100"),
        NewUser("provider2", "Owen Tanaka", providerId: "P-200"),
        NewUser("coordinator", "Carla Mendez", superior: "manager"),
        NewUser("coordinator2", "Dean Foster", superior: "manager"),
        NewUser("technician", "Tess Harlow", superior: "operations"),
        NewUser("technician2", "Theo Banks", superior: "operations"),
        NewUser("ofo", "Olivia Fenn"),
        NewUser("operations", "Oscar Reyes"),
        NewUser("manager", "Maya Lindgren"),
        NewUser("office", "Lou Marsh"),
        NewUser("parent", "Pam Begay", childIds: [ClientId(1)]),
        NewUser("biller", "Bill Norris"),
        NewUser("auditor", "Ada Quill"),
        NewUser("admin", "Avery Stone"),
    ];

    /// <summary>A user is named after its role, and after which of several it is.</summary>
    private static User NewUser(string name, string fullName, string? providerId = null, IReadOnlyList<string>? childIds = null, string? superior = null)
        => new(name, fullName, $"{name}@agency.example", [name.TrimEnd('2')], providerId, childIds, superior);
}

internal sealed record Line(
    string InvoiceNumber, string ProviderId, string ClientId, string ServiceCode, DateOnly ServiceFrom, DateOnly ServiceTo, decimal Units, decimal Rate, decimal Amount);

/// <summary>Lines that a run pays, and some among them that fail validation, each for one reason.</summary>
internal sealed class Invoices(Agency agency, Dice dice)
{
    public static readonly string[] UntouchedClients = ["1000000001", "1000000002", "1000000009"];

    /// <summary>A client, code and month is billed once, so that no line is a duplicate or takes another's units.</summary>
    private readonly HashSet<(string Client, string Code, int Month)> billed = [];

    public List<Line> August { get; } = [];

    public List<Line> September { get; } = [];

    public List<Line> October { get; } = [];

    public List<Line> Late { get; } = [];

    public void Generate()
    {
        Add(August, "SUN-2608", ["P-100"], month: 8, count: 12);
        August.Insert(5, ExpiredContract("SUN-2608-2"));
        Add(September, "WAS-2609", ["P-200"], month: 9, count: 12);
        September.Insert(3, AboveMonthlyMax(Valid("WAS-2609-1", "P-200", 9)));
        Add(October, "OCT-2610", [.. agency.Providers.Skip(2).Select(provider => provider.Id)], month: 10, count: 16);
        var rated = Valid("OCT-2610-2", "P-303", 10);
        October.Insert(7, rated with { Rate = rated.Rate + 2.50m, Amount = Product(rated.Units, rated.Rate + 2.50m) });
        October.Insert(11, Unauthorised("OCT-2610-3"));
        Add(Late, "LATE-2610", ["P-200", "P-305", "P-308"], month: 10, count: 8);
        var odd = Valid("LATE-2610-1", "P-305", 10);
        Late.Insert(2, odd with { Amount = odd.Amount + 10.00m });
        var spanning = Valid("LATE-2610-2", "P-308", 9);
        Late.Add(spanning with { ServiceFrom = new DateOnly(2026, 9, 28), ServiceTo = new DateOnly(2026, 10, 3) });
    }

    public static string ToCsv(IEnumerable<Line> lines) => string.Concat(lines
        .Select(line => string.Create(CultureInfo.InvariantCulture,
            $"{line.InvoiceNumber},{line.ProviderId},{line.ClientId},{line.ServiceCode},{line.ServiceFrom:yyyy-MM-dd},{line.ServiceTo:yyyy-MM-dd},{line.Units:0.##},{line.Rate:0.00},{line.Amount:0.00}\n"))
        .Prepend("invoice_number,provider_id,client_id,service_code,service_from,service_to,units,rate,amount\n"));

    public static string ToJson(IEnumerable<Line> lines)
        => $"[\n{string.Join(",\n", lines.Select(line => "  " + JsonSerializer.Serialize(line, Json.Options)))}\n]\n";

    /// <summary>Half a dozen lines go on one invoice.</summary>
    private void Add(List<Line> lines, string invoice, IReadOnlyList<string> providers, int month, int count)
    {
        for (var number = 0; number < count; number++)
        {
            lines.Add(Valid($"{invoice}-{1 + (number / 6)}", providers[number % providers.Count], month));
        }
    }

    private Line Valid(string invoice, string provider, int month)
    {
        var contract = dice.Pick([.. agency.Contracts.Where(contract => contract.ProviderId == provider && contract.To.Year > 2026)]);
        var budget = Unbilled(contract.ServiceCode, month);
        var units = Math.Floor(budget.MonthlyMax * dice.Roll(30, 90) / 100m * 4) / 4;
        var from = new DateOnly(2026, month, dice.Roll(1, 12));
        return new(invoice, provider, budget.ClientId, contract.ServiceCode, from, from.AddDays(dice.Roll(0, 16)), units, contract.Rate, Product(units, contract.Rate));
    }

    private Line AboveMonthlyMax(Line line)
    {
        var units = agency.Budgets.Single(budget => budget.ClientId == line.ClientId && budget.ServiceCode == line.ServiceCode).MonthlyMax + 12;
        return line with { Units = units, Amount = Product(units, line.Rate) };
    }

    private Line ExpiredContract(string invoice)
    {
        var budget = Unbilled("SLH", month: 8);
        return new(invoice, "P-100", budget.ClientId, "SLH", new DateOnly(2026, 8, 3), new DateOnly(2026, 8, 7), 8, 40.00m, 320.00m);
    }

    private Line Unauthorised(string invoice)
    {
        var line = Valid(invoice, "P-306", 10);
        var others = agency.Clients.Where(client => IsBillable(client.Id)
            && !agency.Budgets.Any(budget => budget.ClientId == client.Id && budget.ServiceCode == line.ServiceCode));
        return line with { ClientId = dice.Pick([.. others]).Id };
    }

    private Budget Unbilled(string code, int month)
    {
        var budget = dice.Pick([.. agency.Budgets.Where(budget => budget.ServiceCode == code
            && IsBillable(budget.ClientId) && !billed.Contains((budget.ClientId, code, month)))]);
        billed.Add((budget.ClientId, code, month));
        return budget;
    }

    private bool IsBillable(string client) => !UntouchedClients.Contains(client) && client != agency.Clients[^1].Id;

    private static decimal Product(decimal units, decimal rate) => decimal.Round(units * rate, 2, MidpointRounding.AwayFromZero);
}

internal sealed record BilledLine(string InvoiceNumber, string Payer, string ClientId, string Location, DateOnly ServiceDate, string Description, decimal Billed);

/// <summary>Invoices billed to payers, for remittances to be tried with.</summary>
internal sealed class BilledInvoices
{
    private const int GeneratedCount = 36;

    private static readonly string[] Payers = ["Medicaid", "Aspire Health Plan", "Summit Mutual"];

    private static readonly string[] Locations = ["Home", "Day Center", "Community"];

    private static readonly (string Description, decimal Price)[] Visits =
    [
        ("Supported living", 95.50m), ("Day support", 112.00m), ("Respite", 64.40m), ("Supported employment", 135.25m),
    ];

    private readonly List<BilledLine> lines = [];
    private readonly Dice dice;
    private readonly List<Client> clients;

    public BilledInvoices(Agency agency, Dice dice)
    {
        this.dice = dice;
        clients = [.. agency.Clients.Where(client => client.Active && !Invoices.UntouchedClients.Contains(client.Id) && client != agency.Clients[^1])];

        // The invoices of the examples in the manual.
        Add("INV-2020", "Medicaid", [("Supported living, month", 2020.16m)]);
        Add("INV-1200", "Medicaid", [("Day support, month", 1200.00m)]);
        Add("INV-0400", "Aspire Health Plan", [("Respite, overnight", 200.00m), ("Respite, overnight", 200.00m)]);
        Add("INV-2865", "Summit Mutual", [("Supported living", 95.50m), ("Supported living", 95.50m), ("Supported living", 95.50m)]);
        for (var number = 0; number < GeneratedCount; number++)
        {
            var visit = dice.Pick(Visits);
            Add($"INV-{3001 + number}", Payers[number % Payers.Length], [.. Enumerable.Repeat(visit, dice.Roll(1, 4))]);
        }
    }

    public IReadOnlyList<BilledLine> Lines => lines;

    public string ToCsv() => string.Concat(lines
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.InvoiceNumber},{line.Payer},{line.ClientId},{line.Location},{line.ServiceDate:yyyy-MM-dd},{Quoted(line.Description)},{line.Billed:0.00}\n"))
        .Prepend("invoice_number,payer,client_id,location,service_date,description,billed\n"));

    /// <summary>A visit every third day.</summary>
    private void Add(string number, string payer, IReadOnlyList<(string Description, decimal Price)> visits)
    {
        var (client, location, first) = (dice.Pick(clients).Id, dice.Pick(Locations), new DateOnly(2026, 11, dice.Roll(1, 10)));
        lines.AddRange(visits.Select((visit, index) => new BilledLine(number, payer, client, location, first.AddDays(index * 3), visit.Description, visit.Price)));
    }

    private static string Quoted(string text) => text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}

/// <summary>The clients as people whom mass payments are made for. They have dice of their own, so that what was there before stays as it was.</summary>
internal sealed class People
{
    private static readonly string[] Programs = ["Work Programs", "FAET"];

    public People(IReadOnlyList<Client> clients, Dice dice) => All = [.. clients.Select((client, index) => Generate(client, index + 1, dice))];

    public IReadOnlyList<Person> All { get; }

    private static Person Generate(Client client, int number, Dice dice)
    {
        var born = new DateOnly(1950, 1, 1).AddDays(dice.Roll(0, 20_000));

        // Numbers that begin with 9 are given to nobody, and those whose middle part is below 50 are no taxpayer's either.
        var ssn = string.Create(CultureInfo.InvariantCulture, $"{900 + (number / 100)}-{dice.Roll(1, 49):00}-{dice.Roll(1, 9999):0000}");
        var first = dice.Roll(0, 1);
        var cases = new List<Case> { CaseOf(number, 1, Programs[first], isOpen: true) };
        if (dice.Roll(1, 3) == 1)
        {
            cases.Add(CaseOf(number, 2, Programs[1 - first], isOpen: dice.Roll(1, 2) == 1));
        }

        return new(client.Id, client.FirstName, client.LastName, born, ssn, cases);
    }

    private static Case CaseOf(int number, int which, string program, bool isOpen)
        => new(string.Create(CultureInfo.InvariantCulture, $"C-{10_000 + number}-{which}"), program, isOpen);
}

/// <summary>The entries of a mass payment, all in order: a person each, for days of November 2026.</summary>
internal sealed class Entries(IReadOnlyList<Person> people, Dice dice)
{
    private const int Count = 20;

    /// <summary>Left free to be tried by hand, as by the invoices.</summary>
    private static readonly string[] UntouchedClients = ["1000000001", "1000000002", "1000000009"];

    private static readonly (string Category, string Type, int AmountMax)[] Needs =
    [
        ("Employment Services", "Job Search", 180), ("Employment Services", "Job Readiness", 250), ("Education", "Basic Education", 300),
        ("Education", "Books and Supplies", 140), ("Transportation", "Bus Pass", 90), ("Transportation", "Vehicle Repair", 600),
        ("Supportive Services", "Work Clothing", 160), ("Supportive Services", "Tools", 400),
    ];

    public string ToCsv() => string.Concat(dice.PickSome([.. people.SkipLast(1).Where(person => !UntouchedClients.Contains(person.ClientId))], Count)
        .Select(LineOf)
        .Prepend("case_number,client_id,need_category,need_type,amount,begin,end\n"));

    private string LineOf(Person person, int index)
    {
        var (category, type, amountMax) = dice.Pick(Needs);
        var begin = new DateOnly(2026, 11, dice.Roll(1, 20));
        var end = begin.AddDays(dice.Roll(0, 9));

        // Both forms in which Operations write dates.
        var form = index % 2 == 0 ? "MM/dd/yyyy" : "yyyy-MM-dd";
        var amount = dice.Roll(4_000, amountMax * 100) / 100m;
        return string.Create(CultureInfo.InvariantCulture, $"{person.Cases.First(known => known.Open).CaseNumber},{person.ClientId},{category},{type},{amount:0.00},{begin.ToString(form, CultureInfo.InvariantCulture)},{end.ToString(form, CultureInfo.InvariantCulture)}\n");
    }
}

/// <summary>Which children are in which provider's care: those that are promised, and others of providers whose contract covers 2026.</summary>
internal sealed class Enrollments
{
    private const int OthersCount = 60;

    /// <summary>The first two are promised below, the third is inactive.</summary>
    private static readonly string[] UntouchedClients = ["1000000001", "1000000002", "1000000009"];

    private static readonly DateOnly Begin = new(2025, 1, 1);
    private static readonly DateOnly End = new(2035, 12, 31);

    public Enrollments(Agency agency, Dice dice)
    {
        var last = agency.Clients[^1].Id;
        var children = agency.Clients.Where(client => client.Active && client.Id != last && !UntouchedClients.Contains(client.Id) && CareOf(agency, client.Id).Any());
        All =
        [
            new("P-100", "1000000001", "SLN", Begin, End, 480),
            new("P-200", "1000000002", "SLN", Begin, End, 480),
            new("P-200", last, "SLN", Begin, End, 480),
            .. dice.PickSome([.. children], OthersCount).Select(child => Generate(child.Id, dice.Pick([.. CareOf(agency, child.Id)]), dice)).OrderBy(enrollment => enrollment.ClientId, StringComparer.Ordinal),
        ];
    }

    public IReadOnlyList<Enrollment> All { get; }

    /// <summary>The contracts by which the child can be cared for in 2026.</summary>
    private static IEnumerable<Contract> CareOf(Agency agency, string clientId)
        => agency.Contracts.Where(contract => contract.Active && contract.From <= new DateOnly(2026, 1, 1) && contract.To >= new DateOnly(2026, 12, 31)
            && agency.Budgets.Any(budget => budget.ClientId == clientId && budget.ServiceCode == contract.ServiceCode));

    private static Enrollment Generate(string clientId, Contract contract, Dice dice)
        => new(contract.ProviderId, clientId, contract.ServiceCode, contract.From, contract.To, 30 * dice.Roll(6, 20));
}

/// <summary>What Medicaid answers to some of the invoices billed to it: an X12 835 of two checks, with a payment less what was contracted, a denial, a patient's share, and an amount withheld for an older overpayment.</summary>
internal sealed class RemittanceAdvice(IReadOnlyList<BilledLine> lines, IReadOnlyList<Client> clients)
{
    private const string Payer = "Medicaid";
    private const string Today = "20261125";

    private readonly List<string> segments = [];
    private readonly List<string> claims = [];
    private decimal paid;
    private int sets;

    public string ToX12()
    {
        segments.AddRange([$"ISA*00*          *00*          *ZZ*{"MEDICAID",-15}*ZZ*{"SERVERLESS",-15}*261125*0900*^*00501*000001125*0*P*:", $"GS*HP*MEDICAID*SERVERLESS*{Today}*0900*1125*X*005010X221A1"]);
        Pay("INV-3001", contracted: 5.50m, share: 0);
        Deny("INV-3004");
        Pay("INV-3007", contracted: 4.40m, share: 3.00m);
        Close("ACH", "EFT-20261125", withheld: 25.00m);
        Pay("INV-3010", contracted: 5.50m, share: 0);
        Close("CHK", "90817", withheld: 0);
        segments.AddRange([$"GE*{sets}*1125", "IEA*1*000001125"]);
        return string.Concat(segments.Select(segment => segment + "~\n"));
    }

    private void Pay(string number, decimal contracted, decimal share)
    {
        var visits = LinesOf(number);
        var payment = visits.Sum(line => line.Billed - contracted - share);
        claims.Add($"CLP*{number}*1*{Text(visits.Sum(line => line.Billed))}*{Text(payment)}*{Text(visits.Count * share)}*MC*{number[4..]}0001*12*1");
        claims.Add(Patient(visits[0]));
        foreach (var (index, line) in visits.Index())
        {
            claims.AddRange([$"SVC*HC:{Procedure(line)}*{Text(line.Billed)}*{Text(line.Billed - contracted - share)}**1", $"DTM*472*{line.ServiceDate:yyyyMMdd}", $"CAS*CO*45*{Text(contracted)}"]);
            claims.AddRange(share == 0 ? [] : [$"CAS*PR*3*{Text(share)}"]);
            claims.Add($"REF*6R*{index + 1}");
        }

        paid += payment;
    }

    private void Deny(string number)
    {
        var visits = LinesOf(number);
        var billed = Text(visits.Sum(line => line.Billed));
        claims.AddRange([$"CLP*{number}*4*{billed}*0*0*MC*{number[4..]}0001*12*1", $"CAS*CO*197*{billed}", Patient(visits[0])]);
    }

    /// <summary>The claims so far as one check.</summary>
    private void Close(string method, string refNo, decimal withheld)
    {
        var number = (++sets).ToString("0000", CultureInfo.InvariantCulture);
        List<string> set =
        [
            $"ST*835*{number}", $"BPR*I*{Text(paid - withheld)}*C*{method}************{Today}", $"TRN*1*{refNo}*1876000545",
            $"N1*PR*{Payer}", "N3*195 North 1950 West", "N4*Salt Lake City*UT*84116", "PER*BL*Provider Support*TE*8005550100", "N1*PE*Serverless*XX*1999999984", "LX*1", .. claims,
        ];
        set.AddRange(withheld == 0 ? [] : [$"PLB*1999999984*20261231*WO:OVERPAID-0917*{Text(withheld)}"]);
        segments.AddRange([.. set, $"SE*{set.Count + 1}*{number}"]);
        claims.Clear();
        paid = 0;
    }

    private List<BilledLine> LinesOf(string number) => [.. lines.Where(line => line.InvoiceNumber == number && line.Payer == Payer)];

    private string Patient(BilledLine line)
    {
        var client = clients.Single(known => known.Id == line.ClientId);
        return $"NM1*QC*1*{client.LastName}*{client.FirstName}****MR*{client.Id}";
    }

    private static string Procedure(BilledLine line) => line.Description switch
    {
        "Supported living" => "T2017",
        "Day support" => "T2021",
        "Respite" => "T1005",
        _ => "H2023",
    };

    private static string Text(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}

internal static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };
}
