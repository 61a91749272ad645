using System.Security.Cryptography;
using System.Text.Json;
using Serverless.Payments.People;

namespace Serverless.Payments.Tests.People;

[Trait("Req", "KEES-3")]
public sealed class SsnTests
{
    private const string ClientId = "1000000001";

    [Theory]
    [InlineData("123-45-6789", true)]
    [InlineData("123456789", true)]
    [InlineData("12345-6789", false)]
    [InlineData("123-456789", false)]
    [InlineData("000-45-6789", false)]
    [InlineData("123-00-6789", false)]
    [InlineData("123-45-0000", false)]
    [InlineData("１２３456789", false)]
    [InlineData("12345678", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_number_is_nine_digits_that_were_ever_given_out(string? text, bool isOne) => Assert.Equal(isOne, Ssn.TryParse(text, out _));

    [Fact]
    public void A_number_shows_its_last_four_digits_alone()
    {
        Assert.Equal("***-**-6789", Number("123-45-6789").ToString());
        Assert.Equal("***-**-6789", $"{Number("123-45-6789")}");
        Assert.DoesNotContain("45", JsonSerializer.Serialize(Number("123-45-6789")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("123-45-6789", "***-**-6789")]
    [InlineData(" 123456789 ", "***-**-6789")]
    [InlineData("of 123-45-6789, and 223-45-6780.", "of ***-**-6789, and ***-**-6780.")]
    [InlineData("of 123456789", "of 123456789")]
    [InlineData("123-45-67890", "123-45-67890")]
    [InlineData("000-45-6789", "000-45-6789")]
    [InlineData("C-10001-1", "C-10001-1")]
    [InlineData("", "")]
    public void A_number_within_a_text_is_masked(string text, string masked)
    {
        Assert.Equal(masked, Ssn.Mask(text));
        Assert.Equal(text != masked, Ssn.IsIn(text));
    }

    [Fact]
    public void What_was_sealed_opens_for_its_person_and_is_never_sealed_alike_twice()
    {
        var vault = new SsnVault(Keys(1));
        var number = Number("123-45-6789");
        var one = vault.Seal(number, ClientId);

        Assert.Equal(number, vault.Open(one, ClientId));
        Assert.NotEqual(one, vault.Seal(number, ClientId));
        Assert.DoesNotContain("123456789", one, StringComparison.Ordinal);
        Assert.Throws<AuthenticationTagMismatchException>(() => vault.Open(one, "1000000002"));
    }

    [Fact]
    public void A_changed_seal_does_not_open()
    {
        var vault = new SsnVault(Keys(1));
        var sealedSsn = vault.Seal(Number("123-45-6789"), ClientId);
        for (var at = 2; at < sealedSsn.Length; at++)
        {
            var changed = string.Concat(sealedSsn.AsSpan(0, at), sealedSsn[at] == 'A' ? "B" : "A", sealedSsn.AsSpan(at + 1));
            Assert.ThrowsAny<CryptographicException>(() => vault.Open(changed, ClientId));
        }

        Assert.ThrowsAny<CryptographicException>(() => vault.Open("", ClientId));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open("1.", ClientId));
        Assert.ThrowsAny<CryptographicException>(() => vault.Open("1.AAAA", ClientId));
    }

    [Fact]
    public void After_a_change_of_keys_old_seals_open_and_new_ones_bear_the_new_version()
    {
        var number = Number("123-45-6789");
        var old = new SsnVault(Keys(1)).Seal(number, ClientId);
        var vault = new SsnVault(Keys(2));

        Assert.Equal(number, vault.Open(old, ClientId));
        Assert.StartsWith("2.", vault.Seal(number, ClientId), StringComparison.Ordinal);
        var missing = Assert.Throws<InvalidOperationException>(() => new SsnVault(Keys(1)).Open(vault.Seal(number, ClientId), ClientId));
        Assert.Contains("version 2", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_is_the_same_for_the_same_number_and_depends_on_the_search_key()
    {
        var vault = new SsnVault(Keys(1));
        Assert.Equal(vault.Fingerprint(Number("123456789")), vault.Fingerprint(Number("123-45-6789")));
        Assert.NotEqual(vault.Fingerprint(Number("123456789")), vault.Fingerprint(Number("123456788")));
        Assert.NotEqual(vault.Fingerprint(Number("123456789")), new SsnVault(new SsnKeys(1, new Dictionary<int, byte[]> { [1] = Key(1) }, Key(8))).Fingerprint(Number("123456789")));
    }

    [Fact]
    public void Keys_of_a_wrong_length_without_the_current_version_or_for_two_purposes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SsnKeys(2, new Dictionary<int, byte[]> { [1] = Key(1) }, Key(9)));
        Assert.Throws<ArgumentException>(() => new SsnKeys(1, new Dictionary<int, byte[]> { [1] = Key(1)[..16] }, Key(9)));
        Assert.Throws<ArgumentException>(() => new SsnKeys(1, new Dictionary<int, byte[]> { [1] = Key(1) }, Key(9)[..31]));
        Assert.Throws<ArgumentException>(() => new SsnKeys(1, new Dictionary<int, byte[]> { [1] = Key(1) }, Key(1)));
        Assert.Throws<ArgumentException>(() => new SsnKeys(0, new Dictionary<int, byte[]> { [0] = Key(1) }, Key(9)));
    }

    internal static SsnKeys Keys(int current) => new(current, Enumerable.Range(1, current).ToDictionary(version => version, version => Key((byte)version)), Key(9));

    internal static Ssn Number(string text) => Ssn.TryParse(text, out var ssn) ? ssn : throw new ArgumentException(text);

    private static byte[] Key(byte fill) => [.. Enumerable.Repeat(fill, SsnKeys.KeyBytes)];
}
