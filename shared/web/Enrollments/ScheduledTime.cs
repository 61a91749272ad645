using Serverless.Payments.ProviderPayments.Enrollments;
using Serverless.Web.Problems;

namespace Serverless.Web.Enrollments;

/// <summary>Hours as people agree on them, and the minutes that are kept.</summary>
internal static class ScheduledTime
{
    private const int MinutesInHour = 60;
    private const int HoursMax = EnrollmentRecords.ScheduledMinutesMax / MinutesInHour;

    /// <summary>What is wrong with the hours; null where they come to whole minutes of a day.</summary>
    public static ProblemError? Check(decimal hours)
    {
        // The range comes first: a product of what is out of it might not fit a decimal.
        if (hours is <= 0 or > HoursMax)
        {
            return new("HOURS_OUT_OF_RANGE", "scheduledHours", $"The hours of care a day are above 0 and at most {HoursMax}, not {hours}.");
        }

        return decimal.IsInteger(hours * MinutesInHour)
            ? null
            : new("NOT_WHOLE_MINUTES", "scheduledHours", $"{hours} hours are no whole number of minutes; give a multiple of 0.05 hours, which are 3 minutes.");
    }

    /// <param name="hours">Found in order.</param>
    public static int ToMinutes(decimal hours) => decimal.ToInt32(hours * MinutesInHour);

    /// <summary>To two decimals; exact for whatever was set here.</summary>
    public static decimal ToHours(int minutes) => decimal.Round((decimal)minutes / MinutesInHour, 2, MidpointRounding.AwayFromZero);
}
